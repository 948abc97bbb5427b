"""The Telegram Bot API, by aiogram, whose types refuse what lacks a field."""

import asyncio

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    ChatMemberRestricted,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram_common import ORIGIN, TOKEN, control, picture

CHAT = 51
GROUP = -52
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Go", callback_data="go")]])


async def refused(kind, words, call):
    try:
        await call
    except kind as error:
        assert words in error.message, f"expected {words!r}, got {error}"
        return error
    raise AssertionError(f"expected a refusal with {words!r}")


def data(message):
    return [button.callback_data for row in message.reply_markup.inline_keyboard for button in row]


async def messages(bot):
    control("POST", f"chats/{CHAT}/messages", {"text": "hello", "from": {"first_name": "Mei"}})
    sent = await bot.send_message(CHAT, "<b>a</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert (sent.html_text, data(sent)) == ("<b>a</b>", ["go"]), sent
    edit = {"chat_id": CHAT, "message_id": sent.message_id}
    assert (await bot.edit_message_text("c", **edit)).reply_markup is None
    await refused(TelegramBadRequest, "message is not modified", bot.edit_message_text("c", **edit))
    assert data(await bot.edit_message_reply_markup(reply_markup=KEYBOARD, **edit)) == ["go"]
    assert await bot.send_chat_action(CHAT, "upload_photo")
    assert await bot.delete_message(CHAT, sent.message_id)
    await refused(TelegramBadRequest, "message to edit not found", bot.edit_message_text("x", **edit))


async def pictures(bot):
    photo = BufferedInputFile(picture(30, 20), "chart.png")
    sent = await bot.send_photo(CHAT, photo, caption="a", reply_markup=KEYBOARD)
    assert (sent.photo[-1].width, sent.caption) == (30, "a"), sent
    assert (await bot.download(sent.photo[-1])).read() == picture(30, 20)
    edited = await bot.edit_message_caption(chat_id=CHAT, message_id=sent.message_id, caption="b")
    assert (edited.caption, edited.photo[-1].file_id) == ("b", sent.photo[-1].file_id), edited
    await refused(TelegramBadRequest, "caption is too long", bot.send_photo(CHAT, photo, caption="x" * 1025))


async def conversation(bot):
    await bot.delete_webhook()
    message = await bot.send_message(CHAT, "Ready?", reply_markup=KEYBOARD)
    control("POST", f"chats/{CHAT}/presses", {"message_id": message.message_id, "data": "go"})
    query = (await bot.get_updates())[-1].callback_query
    assert (query.data, query.message.text) == ("go", "Ready?"), query
    assert await bot.answer_callback_query(query.id, "Gone")
    await refused(TelegramBadRequest, "query is too old", bot.answer_callback_query("1"))
    ask = ForceReply(selective=True, input_field_placeholder="14:00")
    question = await bot.send_message(CHAT, "Until?", reply_markup=ask)
    control("POST", f"chats/{CHAT}/messages", {"text": "15:00", "reply_to_message_id": question.message_id})
    reply = (await bot.get_updates())[-1].message
    assert (reply.text, reply.reply_to_message.text) == ("15:00", "Until?"), reply


async def groups(bot):
    for user, status in ((53, "creator"), (54, "administrator"), (55, "member"), (56, "restricted"), (57, "kicked")):
        control("POST", f"chats/{GROUP}/members", {"user": {"id": user}, "status": status})
        assert (await bot.get_chat_member(GROUP, user)).status == status
    assert isinstance(await bot.get_chat_member(GROUP, 56), ChatMemberRestricted)
    assert [one.user.id for one in await bot.get_chat_administrators(GROUP)] == [53, 54]
    control("POST", f"chats/{CHAT}/bot", {"status": "kicked"})
    changed = (await bot.get_updates())[-1].my_chat_member
    assert (changed.chat.id, changed.new_chat_member.status) == (CHAT, "kicked"), changed
    await refused(TelegramForbiddenError, "bot was blocked by the user", bot.send_message(CHAT, "x"))
    control("POST", f"chats/{CHAT}/bot", {"status": "member"})
    control("POST", "chats/-58/messages", {"text": "hi", "chat_type": "group", "as_group": True})
    update = (await bot.get_updates())[-1].message
    assert (update.from_user.username, update.sender_chat.id) == ("GroupAnonymousBot", -58), update
    control("POST", "chats/-58/migration", {"to": -1000000000058})
    moved = await refused(TelegramMigrateToChat, "upgraded", bot.send_message(-58, "x"))
    assert moved.migrate_to_chat_id == -1000000000058, moved


async def profile(bot):
    assert await bot.set_my_commands([BotCommand(command="list", description="d")], language_code="zh")
    assert (await bot.get_my_commands(language_code="zh"))[0].command == "list"
    assert await bot.set_my_short_description("s")
    assert (await bot.get_my_short_description()).short_description == "s"


async def faults(bot):
    flood = {"operation": "telegram.sendPhoto", "count": 1, "effect": {"status": 429, "retry_after_s": 3}}
    control("POST", "faults", flood)
    photo = BufferedInputFile(picture(30, 20), "chart.png")
    error = await refused(TelegramRetryAfter, "Flood control exceeded", bot.send_photo(CHAT, photo))
    assert error.retry_after == 3, error


async def main():
    session = AiohttpSession(api=TelegramAPIServer.from_base(ORIGIN))
    async with Bot(TOKEN, session=session) as bot:
        me = await bot.get_me()
        assert me.is_bot and me.id == 1000000001 and me.can_join_groups, me
        for part in (messages, pictures, conversation, groups, profile, faults):
            await part(bot)


asyncio.run(main())
print("all right")
