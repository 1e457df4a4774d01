"""Everything shared that draws with Streamlit; pages call it and hold no logic of their own."""
