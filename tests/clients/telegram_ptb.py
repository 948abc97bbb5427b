"""The Telegram Bot API, by python-telegram-bot."""

import asyncio
from datetime import timedelta

from telegram import Bot, BotCommand, ChatMemberAdministrator, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter
from telegram_common import ORIGIN, TOKEN, control, picture

CHAT = 41
GROUP = -42


async def refused(kind, words, call):
    try:
        await call
    except kind as error:
        assert words in str(error), f"expected {words!r}, got {error}"
        return error
    raise AssertionError(f"expected a refusal with {words!r}")


async def messages(bot):
    control("POST", f"chats/{CHAT}/messages", {"text": "hello", "from": {"first_name": "Mei"}})
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    sent = await bot.send_message(CHAT, "<b>a</b> &amp; b", parse_mode=ParseMode.HTML, reply_markup=keyboard)
    assert (sent.text, sent.text_html, sent.reply_markup) == ("a & b", "<b>a</b> &amp; b", keyboard), sent
    edited = await sent.edit_text("c", reply_markup=keyboard)
    assert edited.text == "c" and edited.edit_date, edited
    await refused(BadRequest, "Message is not modified", sent.edit_text("c", reply_markup=keyboard))
    assert (await sent.edit_reply_markup(None)).reply_markup is None
    await refused(BadRequest, "Message is too long", bot.send_message(CHAT, "x" * 4097))
    await refused(BadRequest, "Can't parse entities", bot.send_message(CHAT, "<b>", parse_mode=ParseMode.HTML))
    long = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x" * 65)]])
    await refused(BadRequest, "Button_data_invalid", bot.send_message(CHAT, "x", reply_markup=long))
    await refused(BadRequest, "Chat not found", bot.send_message(77, "x"))
    assert await bot.send_chat_action(CHAT, ChatAction.TYPING)
    assert await sent.delete()
    await refused(BadRequest, "Message to delete not found", sent.delete())
    await refused(BadRequest, "Message to edit not found", bot.edit_message_text("x", CHAT, sent.message_id))


async def pictures(bot):
    sent = await bot.send_photo(CHAT, picture(30, 20), caption="a <i>chart</i>", parse_mode=ParseMode.HTML)
    size = sent.photo[-1]
    assert (size.width, size.height, sent.caption_html) == (30, 20, "a <i>chart</i>"), sent
    file = await bot.get_file(size.file_id)
    assert bytes(await file.download_as_bytearray()) == picture(30, 20)
    assert (await sent.edit_caption("b")).caption == "b"
    await refused(BadRequest, "Image_process_failed", bot.send_photo(CHAT, b"no picture"))


async def conversation(bot):
    await bot.delete_webhook()
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
    message = await bot.send_message(CHAT, "Ready?", reply_markup=keyboard)
    control("POST", f"chats/{CHAT}/presses", {"message_id": message.message_id, "data": "go"})
    query = (await bot.get_updates())[-1].callback_query
    assert (query.data, query.message.text, query.from_user.first_name) == ("go", "Ready?", "Mei"), query
    assert await query.answer("Gone", show_alert=True)
    await refused(BadRequest, "Query is too old", bot.answer_callback_query("1"))

    question = await bot.send_message(CHAT, "Until?", reply_markup=ForceReply(selective=True, input_field_placeholder="14:00"))
    control("POST", f"chats/{CHAT}/messages", {"text": "15:00", "reply_to_message_id": question.message_id})
    reply = (await bot.get_updates())[-1].message
    assert (reply.text, reply.reply_to_message.text) == ("15:00", "Until?"), reply


async def groups(bot):
    owner = {"id": 43, "first_name": "Jin"}
    control("POST", f"chats/{GROUP}/members", {"user": owner, "status": "creator"})
    control("POST", f"chats/{GROUP}/members", {"user": {"id": 44}, "status": "administrator"})
    member = await bot.get_chat_member(GROUP, 44)
    assert isinstance(member, ChatMemberAdministrator) and member.can_delete_messages, member
    assert [one.user.id for one in await bot.get_chat_administrators(GROUP)] == [43, 44]
    mention = await bot.send_message(GROUP, '<a href="tg://user?id=43">Jin</a>', parse_mode=ParseMode.HTML)
    assert mention.entities[0].user.first_name == "Jin", mention
    control("POST", f"chats/{GROUP}/bot", {"status": "kicked", "from": owner})
    changed = (await bot.get_updates())[-1].my_chat_member
    assert (changed.old_chat_member.status, changed.new_chat_member.status) == ("member", "kicked"), changed
    await refused(Forbidden, "bot was kicked from the group chat", bot.send_message(GROUP, "x"))
    control("POST", "chats/-45/messages", {"text": "hi", "from": owner, "chat_type": "group"})
    control("POST", "chats/-45/migration", {"to": -1000000000045})
    moved = await refused(ChatMigrated, "migrated", bot.send_message(-45, "x"))
    assert moved.new_chat_id == -1000000000045, moved


async def profile(bot):
    assert await bot.set_my_commands([BotCommand("list", "What is tracked")], language_code="zh")
    assert [command.command for command in await bot.get_my_commands(language_code="zh")] == ["list"]
    assert await bot.set_my_description("d") and await bot.set_my_short_description("s", language_code="ko")
    assert (await bot.get_my_description()).description == "d"


async def faults(bot):
    flood = {"operation": "telegram.sendMessage", "count": 1, "effect": {"status": 429, "retry_after_s": 3}}
    control("POST", "faults", flood)
    error = await refused(RetryAfter, "Flood control exceeded", bot.send_message(CHAT, "x"))
    assert error.retry_after in (3, timedelta(seconds=3)), error
    control("PUT", "limits", {"in_force": True})
    for number in range(5):
        await bot.send_message(CHAT, str(number))
    await refused(RetryAfter, "Flood control exceeded", bot.send_message(CHAT, "x"))
    control("PUT", "limits", {"in_force": False})


async def main():
    server = {"base_url": f"{ORIGIN}/bot", "base_file_url": f"{ORIGIN}/file/bot"}
    async with Bot(TOKEN, **server) as bot:
        assert bot.bot.is_bot and bot.id == 1000000001, bot.bot
        for part in (messages, pictures, conversation, groups, profile, faults):
            await part(bot)
    await refused(InvalidToken, "", Bot("1:wrong", **server).initialize())


asyncio.run(main())
print("all right")
