"""The pictures of results, one kind a file: each is made from findings, and drawn by Plotly wherever it is shown."""
