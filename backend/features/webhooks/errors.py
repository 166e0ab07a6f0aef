from backend.core.errors import Conflict, NotFound


class WebhookNotFound(NotFound):
    message = "There is no such webhook in your groups."


class DeliveryNotFound(NotFound):
    message = "There is no such delivery of yours to see."


class TooManyWebhooks(Conflict):
    message = "The group has 20 webhooks. Delete some."
