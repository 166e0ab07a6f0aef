"""Sends mail over the operator's server. Templates stand beside this file: one for text, one for HTML."""

import logging
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from backend.core.settings import Settings

logger = logging.getLogger(__name__)
TIMEOUT_SECONDS = 15.0
PORTS = {"smtp": 587, "smtps": 465}
_templates = Environment(
    loader=PackageLoader("backend.features.mail"),
    autoescape=select_autoescape(("html",)),
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


class Mailer:
    def __init__(self, settings: Settings) -> None:
        self.url = settings.smtp_url.get_secret_value() if settings.smtp_url else None
        self.sender = settings.smtp_from

    @property
    def is_set_up(self) -> bool:
        return self.url is not None

    async def send(self, template: str, *, to: str, subject: str, **words: str) -> bool:
        """Hand a message to the server; false, with the reason in the log, if it does not take it."""
        if self.url is None:
            return False
        message = EmailMessage()
        # A line break in a name must not become a header of its own.
        message["Subject"] = " ".join(subject.split())
        message["From"], message["To"] = self.sender, to
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self.sender.rpartition("@")[2])
        message.set_content(_templates.get_template(f"{template}.txt").render(words))
        message.add_alternative(_templates.get_template(f"{template}.html").render(words), subtype="html")
        try:
            await _deliver(message, urlsplit(self.url))
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            logger.warning("mail.not_sent", extra={"template": template, "reason": type(error).__name__})
            return False
        return True


async def _deliver(message: EmailMessage, url: SplitResult) -> None:
    """A password goes over TLS, or to this machine."""
    host = url.hostname or "localhost"
    is_implicit = url.scheme == "smtps"
    must_upgrade = not is_implicit and url.username is not None and not _is_here(host)
    await aiosmtplib.send(
        message,
        hostname=host,
        port=url.port or PORTS[url.scheme],
        username=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        use_tls=is_implicit,
        start_tls=False if is_implicit else True if must_upgrade else None,
        timeout=TIMEOUT_SECONDS,
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
