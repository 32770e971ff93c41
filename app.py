"""The dashboard, the HTTP API and the tracking on one port: one file in two roles.

Imported by `streamlit run app.py` (or an ASGI server) it builds the application; executed by
Streamlit on each rerun of a page it draws the shell.
"""

import streamlit as st

if __name__ == "__main__" and st.runtime.exists():
    from pages._ui.shell import draw

    draw()
else:
    from streamlit.runtime.pages_manager import PagesManager

    from crm_core import api
    from pages._web import assets, failures, gate, headers, lifespan, sign_in
    from pages._web.installation import get_services

    # A `pages/` folder starts Streamlit's old router, which runs `pages/x.py` for `/x` without
    # this file, and so without the shell's gate, until `st.navigation` is first called.
    PagesManager.uses_pages_directory = False

    app = st.App(
        __file__,
        routes=[*assets.routes(), *sign_in.routes(get_services), *api.routes(get_services)],
        middleware=[*headers.middleware(), *gate.middleware(get_services)],
        lifespan=lifespan.lifespan,
        on_script_error=failures.on_script_error,
    )
