"""One run of the program: the command does its work, or one line says why not."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rrsa.cli import output
from rrsa.errors import EnvironmentFailed, Exit, RrsaError
from rrsa.i18n import _

INTERRUPTED = 130
"""What a shell expects of a program that was stopped with Ctrl+C."""


def run(args: Sequence[str]) -> int:
    """Runs one command line (without the program's name) and returns the exit code. Raises nothing."""
    output.prepare()
    try:
        code = _attempt(list(args))
        output.flush()
    except BrokenPipeError:
        # The reader (``| head``) has had enough; that is no failure of ours.
        output.silence(sys.stdout)
        return Exit.DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as problem:
        # A full disk behind ``> file``; what the command itself does with files is looked after below.
        return _failed(_unprintable(problem), args)
    return code


def _attempt(args: list[str]) -> int:
    if args in (["--help"], ["-h"]):
        # The first thing that anybody asks of a program is answered at once.
        from rrsa.cli.front_page import front_page

        output.say(front_page())
        return Exit.DONE

    import click

    from rrsa.cli.program import program
    from rrsa.cli.session import Session

    try:
        try:
            with program.make_context("rrsa", list(args), obj=Session()) as context:
                result = program.invoke(context)
        except click.exceptions.Exit as leaving:
            return leaving.exit_code
        except click.Abort:
            return INTERRUPTED
        except click.ClickException as problem:
            from rrsa.cli.mistakes import in_our_words

            raise in_our_words(problem) from problem
        except BrokenPipeError:
            raise
        except OSError as problem:
            raise EnvironmentFailed(
                _("the machine said no: {why}").format(why=problem),
                _("check that the folder exists, may be written and has room"),
            ) from problem
    except RrsaError as problem:
        return _failed(problem, args)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as surprise:
        return _failed(_unexpected(surprise), args)
    return result if isinstance(result, int) else Exit.DONE


def _failed(problem: RrsaError, args: Sequence[str]) -> int:
    if "--debug" in args:
        import traceback

        output.note_lines(traceback.format_exc().rstrip())
    # What has been printed so far must stand above the line that says what went wrong.
    try:
        output.flush()
    except OSError:
        output.silence(sys.stdout)
    output.note(f"error: {problem}")  # the word itself is part of the contract, in every language
    return problem.exit_code


def _unprintable(problem: OSError) -> EnvironmentFailed:
    return EnvironmentFailed(
        _("what was to be printed cannot be written: {why}").format(why=problem.strerror or problem),
        _("make some room, or let it be printed elsewhere"),
    )


def _unexpected(surprise: Exception) -> EnvironmentFailed:
    return EnvironmentFailed(
        _("something went wrong that rrsa did not expect ({kind}: {text})").format(
            kind=type(surprise).__name__, text=" ".join(str(surprise).split())[:200]
        ),
        _("run it again with --debug and send us what it prints"),
    )
