"""How fast the atlas is beside a typical Streamlit version of the same map: `make bench`."""
