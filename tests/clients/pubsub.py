"""Pub/Sub, by google-cloud-pubsub over gRPC and by google-api-python-client over REST."""

import base64
import os

from common import ORIGIN, refused, service

os.environ["PUBSUB_EMULATOR_HOST"] = ORIGIN.removeprefix("http://")

from google.api_core.exceptions import AlreadyExists, InvalidArgument, NotFound  # noqa: E402
from google.cloud import pubsub_v1  # noqa: E402

PROJECT = "projects/local"


def by_google_cloud_pubsub():
    options = pubsub_v1.types.PublisherOptions(enable_message_ordering=True)
    publisher = pubsub_v1.PublisherClient(publisher_options=options)
    topic = publisher.topic_path("local", "by-pubsub")
    assert publisher.create_topic(name=topic).name == topic
    assert publisher.get_topic(topic=topic).name == topic
    assert topic in [listed.name for listed in publisher.list_topics(project=PROJECT)]
    futures = [publisher.publish(topic, text, ordering_key="track-1", kind="x") for text in (b"one", b"two")]
    ids = [future.result(timeout=30) for future in futures]
    assert int(ids[0]) < int(ids[1]), ids
    for error, call in [
        (AlreadyExists, lambda: publisher.create_topic(name=topic)),
        (InvalidArgument, lambda: publisher.create_topic(name=f"{PROJECT}/topics/google")),
        (NotFound, lambda: publisher.get_topic(topic=f"{PROJECT}/topics/nobody")),
        (NotFound, lambda: publisher.publish(f"{PROJECT}/topics/nobody", b"x").result(timeout=30)),
        (InvalidArgument, lambda: publisher.api.publish(topic=topic, messages=[{}])),
    ]:
        try:
            call()
        except error:
            continue
        raise AssertionError(f"expected {error.__name__}")
    publisher.delete_topic(topic=topic)


def by_discovery():
    pubsub = service("pubsub", "v1").projects()
    topics, subscriptions = pubsub.topics(), pubsub.subscriptions()
    topic, name = f"{PROJECT}/topics/by-discovery", f"{PROJECT}/subscriptions/by-discovery"
    assert topics.create(name=topic, body={}).execute()["name"] == topic
    refused(409, topics.create(name=topic, body={}).execute)
    message = {"data": base64.b64encode(b"x").decode(), "attributes": {"a": "b"}, "orderingKey": "k"}
    assert len(topics.publish(topic=topic, body={"messages": [message]}).execute()["messageIds"]) == 1
    refused(400, topics.publish(topic=topic, body={"messages": []}).execute)
    refused(404, topics.publish(topic=f"{PROJECT}/topics/nobody", body={"messages": [message]}).execute)
    token = {"serviceAccountEmail": "push@local.iam.gserviceaccount.com", "audience": "me"}
    body = {
        "topic": topic,
        "pushConfig": {"pushEndpoint": "https://bot.example/events", "oidcToken": token},
        "enableMessageOrdering": True,
        "retryPolicy": {"minimumBackoff": "10s", "maximumBackoff": "600s"},
    }
    created = subscriptions.create(name=name, body=body).execute()
    assert created["state"] == "ACTIVE" and created["ackDeadlineSeconds"] == 10, created
    refused(409, subscriptions.create(name=name, body=body).execute)
    refused(400, subscriptions.create(name=f"{name}-2", body={**body, "ackDeadlineSeconds": 5}).execute)
    refused(400, subscriptions.create(name=f"{name}-2", body={**body, "colour": "red"}).execute)
    subscriptions.modifyPushConfig(subscription=name, body={"pushConfig": {}}).execute()
    assert subscriptions.get(subscription=name).execute()["pushConfig"] == {}
    listed = subscriptions.list(project=PROJECT).execute()["subscriptions"]
    assert name in [subscription["name"] for subscription in listed]
    subscriptions.delete(subscription=name).execute()
    refused(404, subscriptions.get(subscription=name).execute)
    topics.delete(topic=topic).execute()


by_google_cloud_pubsub()
by_discovery()
print("all right")
