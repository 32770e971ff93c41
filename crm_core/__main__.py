"""`python -m crm_core …`: see `crm_core.commands`."""

from crm_core.commands import main

if __name__ == "__main__":
    main()
