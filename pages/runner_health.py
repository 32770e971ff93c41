import streamlit as st
from pages._ui.auth import require_user
actor = require_user()
st.title("Runner health", anchor=False)
