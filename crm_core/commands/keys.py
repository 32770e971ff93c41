"""Commands about the secret keys that sign links and encrypt credentials."""

import typer

from crm_core.commands.opening import opened_as_actor
from crm_core.usecases.keys import get_key_status, reencrypt_credentials, rotate_key


def key_rotate() -> None:
    """Put a new secret key in front of `secret.key`, and all credentials under it.

    Links in messages that went out keep working, and nothing has to be started anew. Every
    process must read the same file. Back the file up with the database.
    """
    with opened_as_actor(None) as (services, actor):
        changed = rotate_key(services, actor=actor)
        path = services.settings.secret_key_path()
    typer.echo(f"{path} has a new key in front; {_credentials(changed)} under it now.")


def key_reencrypt() -> None:
    """Put the credentials that are under an older key under the present one."""
    with opened_as_actor(None) as (services, actor):
        changed = reencrypt_credentials(services, actor=actor)
    typer.echo(f"{_credentials(changed)} under the present key now.")


def key_status() -> None:
    """Show which secret keys there are, by fingerprint, and how many credentials rest on them."""
    with opened_as_actor(None) as (services, actor):
        status = get_key_status(services, actor=actor)
        path = services.settings.secret_key_path()
    where = "the environment" if status.from_environment else path
    present, *older = status.names
    typer.echo(f"present key  {present}, from {where}")
    typer.echo(f"older keys   {', '.join(older) or 'none'}")
    typer.echo(
        f"credentials  {status.present} under the present key, {status.older} under an older"
    )
    if status.older:
        typer.echo("             run `python -m crm_core key reencrypt`")
    if status.lost:
        typer.echo(f"             {status.lost} under a key that is not here: give them anew")


def _credentials(number: int) -> str:
    return "1 secret is" if number == 1 else f"{number} secrets are"
