"""Telling in the terminal which snapshot an answer comes from, where that is not the one of now."""

from collections.abc import Iterator
from datetime import UTC

from graph_service.cli.terminal import current_language, err
from graph_service.messages import Lang, text
from graph_service.model.as_of import AsOf, LeftOut, Told
from graph_service.plans import moments


def tell(told: Told, asked: AsOf, *, names: bool = False) -> None:
    """Tell on standard error which day the plans are for, when they were known, and what is not in them.

    Args:
        told: What there is to tell; nothing, of the plans of now.
        asked: What was asked for.
        names: Whether the documents are named, and not only counted.
    """
    lang = current_language()
    console = err()
    lines = tuple(_lines(told, asked, lang, names=names))
    for line in lines if names else filter(None, [" ".join(lines)]):
        console.print(line, style="dim", soft_wrap=True)


def tell_service(asked: AsOf) -> None:
    """Tell on standard error that a service is asked of another time than now.

    Args:
        asked: Which.
    """
    if asked:
        options = " ".join(_options(asked))
        err().print(text("as_of.service", current_language(), asked=options), style="dim", soft_wrap=True)


def _options(asked: AsOf) -> Iterator[str]:
    for name, value in moments.written(asked).items():
        yield f"--{name.replace('_', '-')} {value}"


def _lines(told: Told, asked: AsOf, lang: Lang, *, names: bool) -> Iterator[str]:
    if told.in_force is not None:
        yield text("as_of.in_force", lang, day=told.in_force)
    if told.commit is not None and told.at is not None:
        at = f"{told.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        yield text("as_of.known", lang, commit=told.commit, at=at)
    if told.left_out:
        yield text("as_of.left_out", lang, count=len(told.left_out))
        if names:
            yield from (f"  {_why(one, lang)}" for one in told.left_out)
    if told.unknown:
        yield text("as_of.unknown", lang, count=len(told.unknown))
        if names:
            yield from (f"  {one.title}" for one in told.unknown)
    if (told.left_out or told.unknown) and not names:
        yield text("as_of.names", lang, options=" ".join(_options(asked)))


def _why(one: LeftOut, lang: Lang) -> str:
    return f"{one.title}: {text(f'as_of.{one.why}', lang, when=one.when, by=one.by)}"
