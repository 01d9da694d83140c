"""`sangdam`: the front door.

A command imports what it needs once it is called, so that help and completion come at once.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import typer

from sangdam.command.words import Words, terminal_language
from sangdam.errors import SangdamError

Gate = Callable[[str, Path | None], Any]
"""gate(exam, golden): what a new Generation is shown to before it goes live."""

Folder = Annotated[Path | None, typer.Option(metavar="DIR")]
Name = Annotated[str | None, typer.Option(metavar="NAME")]
Json = Annotated[bool, typer.Option("--json")]
Force = Annotated[bool, typer.Option("--force")]
Archive = Annotated[Path, typer.Argument(metavar="FILE")]

Kind = Literal["auto", "openai", "local", "none"]
One = Literal["embedding", "language-model", "tokens"]
Exam = Literal["full", "fast"]
Role = Literal["agent", "lead", "owner", "operator", "integrator"]

Login = Annotated[str, typer.Argument(metavar="LOGIN")]
Subject = Annotated[str, typer.Argument(metavar="CUSTOMER_OR_CONVERSATION")]
Generate = Annotated[bool, typer.Option("--generate")]

STRANGERS_ARGUMENTS = {"ignore_unknown_options": True, "allow_extra_args": True}


def main(arguments: Sequence[str] | None = None, *, gate: Gate | None = None) -> int:
    """The exit code: 0; 1 with one line for each fault on stderr; 2 for a wrong call.

    `gate` is the exam for `reindex --gate`, which only a checkout has.
    """
    words = Words(terminal_language())
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        application(Given(words, tuple(given), gate))(given, prog_name="sangdam")
    except SystemExit as ended:
        return int(ended.code or 0)
    except SangdamError as error:
        print(error, file=sys.stderr)
        return 1
    except Exception as fault:
        if "--traceback" in given:
            raise
        print(words("say.fault", fault=_in_words(fault)), file=sys.stderr)
        return 1
    return 0


def _in_words(fault: Exception) -> str:
    """Its kind and place. Its own text may hold what a customer wrote."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__}, {Path(place.filename).name}:{place.lineno}"


class Given(NamedTuple):
    """What a command gets besides its options."""

    words: Words
    arguments: tuple[str, ...] = ()
    gate: Gate | None = None


def application(given: Given) -> Any:
    """The whole command, with its help in the language of the terminal."""
    app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    app.callback()(sangdam)
    for command in (
        init,
        serve,
        reindex,
        chat,
        models,
        doctor,
        backup,
        restore,
        export,
        erase,
        audit,
    ):
        app.command()(command)
    app.command("eval", context_settings=STRANGERS_ARGUMENTS, add_help_option=False)(evaluate)
    for name, commands in GROUPS.items():
        group = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
        for word, command in commands.items():
            group.command(word)(command)
        app.add_typer(group, name=name)
    whole = typer.main.get_command(app)
    whole.context_settings["obj"] = given
    _explain(whole, given.words, "sangdam")
    return whole


def _explain(command: Any, words: Words, name: str) -> None:
    command.help = words.help(name)
    for parameter in command.params:
        parameter.help = words.help(name, parameter.name)
    if helping := command.get_help_option(typer.Context(command)):
        helping.help = words("say.help")
    for part, below in getattr(command, "commands", {}).items():
        _explain(below, words, f"{name} {part}")


def sangdam(traceback: Annotated[bool, typer.Option("--traceback")] = False) -> None:
    """`main` looks for the option itself: it is for what goes wrong anywhere."""


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path(),
) -> None:
    from sangdam.command import beginning

    beginning.run(folder, context.obj.words)


def serve(context: typer.Context) -> None:
    from sangdam.command import first_steps

    first_steps.run(context.obj.words)
    from sangdam.channels import serve as channel

    raise typer.Exit(channel.main())


def reindex(
    context: typer.Context,
    knowledge: Folder = None,
    index: Folder = None,
    full: Annotated[bool, typer.Option("--full")] = False,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    rollback: Annotated[bool, typer.Option("--rollback")] = False,
    to: Name = None,
    gate: Annotated[bool, typer.Option("--gate")] = False,
    exam: Annotated[Exam, typer.Option()] = "full",
    golden: Folder = None,
    learn: Annotated[bool, typer.Option("--learn")] = False,
    json: Json = False,
) -> None:
    if gate and context.obj.gate is None:
        from sangdam.command import checkout

        position = context.obj.arguments.index("reindex")
        checkout.become("reindex.py", context.obj.arguments[position + 1 :], context.obj.words)
    from sangdam.command import reindexing

    options = reindexing.Options(
        knowledge=knowledge,
        index=index,
        full=full,
        strict=strict,
        rollback=rollback,
        to=to,
        learn=learn,
        json=json,
    )
    accept = context.obj.gate(exam, golden) if gate else None
    raise typer.Exit(reindexing.run(options, accept=accept))


def chat(llm: Annotated[Kind | None, typer.Option()] = None) -> None:
    from sangdam.command import chatting

    raise typer.Exit(chatting.run(llm))


def models(
    models_dir: Folder = None,
    only: Annotated[One | None, typer.Option()] = None,
) -> None:
    from sangdam.command import fetching

    raise typer.Exit(fetching.run(models_dir=models_dir, only=only))


def doctor(context: typer.Context, json: Json = False) -> None:
    from sangdam.command.doctor import examination

    raise typer.Exit(examination.run(context.obj.words, as_json=json))


def backup(context: typer.Context, file: Archive) -> None:
    from sangdam.command import backing_up

    backing_up.run(file, context.obj.words)


def restore(context: typer.Context, file: Archive, force: Force = False) -> None:
    from sangdam.command import restoring

    restoring.run(file, context.obj.words, force=force)


def export(
    context: typer.Context,
    name: Subject,
    to: Annotated[Path, typer.Option(metavar="FILE")],
) -> None:
    from sangdam.command import rights

    rights.export(name, to, context.obj.words)


def erase(
    context: typer.Context,
    name: Subject,
    yes: Annotated[bool, typer.Option("--yes")] = False,
) -> None:
    from sangdam.command import rights

    rights.erase(name, context.obj.words, sure=yes)


def audit(
    context: typer.Context,
    count: Annotated[int, typer.Option(min=1, max=100_000)] = 20,
    subject: Annotated[str | None, typer.Option(metavar="ID")] = None,
    check: Annotated[bool, typer.Option("--check")] = False,
    number: Annotated[int | None, typer.Option(min=1)] = None,
    head: Annotated[str | None, typer.Option(metavar="SEAL")] = None,
    json: Json = False,
) -> None:
    from sangdam.command import auditing

    words = context.obj.words
    if check:
        raise typer.Exit(auditing.check(words, number=number, head=head))
    auditing.show(words, count=count, subject=subject, as_json=json)


def evaluate(context: typer.Context) -> None:
    from sangdam.command import checkout

    checkout.become("evaluate.py", context.args, context.obj.words)


def keys_list(context: typer.Context) -> None:
    from sangdam.command import keys

    keys.show(context.obj.words)


def keys_new(context: typer.Context) -> None:
    from sangdam.command import keys

    keys.make(context.obj.words)


def keys_revoke(context: typer.Context) -> None:
    from sangdam.command import keys

    keys.revoke(context.obj.words)


def users_list(context: typer.Context) -> None:
    from sangdam.command import users

    users.show(context.obj.words)


def users_add(
    context: typer.Context,
    login: Login,
    role: Annotated[Role, typer.Option()],
    name: Annotated[str, typer.Option(metavar="NAME")],
    generate: Generate = False,
) -> None:
    from sangdam.command import users

    users.add(login, role, name, context.obj.words, generate=generate)


def users_role(
    context: typer.Context, login: Login, role: Annotated[Role, typer.Argument()]
) -> None:
    from sangdam.command import users

    users.change(login, context.obj.words, role=role)


def users_password(context: typer.Context, login: Login, generate: Generate = False) -> None:
    from sangdam.command import users

    users.set_password(login, context.obj.words, generate=generate)


def users_disable(context: typer.Context, login: Login) -> None:
    from sangdam.command import users

    users.change(login, context.obj.words, disable=True)


def users_enable(context: typer.Context, login: Login) -> None:
    from sangdam.command import users

    users.change(login, context.obj.words, disable=False)


def users_reset_second_factor(
    context: typer.Context, login: Login, yes: Annotated[bool, typer.Option("--yes")] = False
) -> None:
    from sangdam.command import users

    users.reset_second_factor(login, context.obj.words, sure=yes)


def users_unlock(context: typer.Context, login: Login) -> None:
    from sangdam.command import users

    users.unlock(login, context.obj.words)


GROUPS: Mapping[str, Mapping[str, Callable[..., None]]] = {
    "keys": {"list": keys_list, "new": keys_new, "revoke": keys_revoke},
    "users": {
        "list": users_list,
        "add": users_add,
        "role": users_role,
        "password": users_password,
        "disable": users_disable,
        "enable": users_enable,
        "reset-second-factor": users_reset_second_factor,
        "unlock": users_unlock,
    },
}
