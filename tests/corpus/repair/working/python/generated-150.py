def sample_token(width, height=6):
    """Works on width and height."""
    if width is None:
        return height
    return width + height



token_node = input_data.get("token_node", [64, 10, 7, 77])
print("average: " + str(round(sum(token_node) / len(token_node), 2)))
token_node_label = "n=" + str(len(token_node)) + " max=" + str(max(token_node))

result = {
    "a": [sample_token(3), sample_token(None), sample_token(42, height=2)],
    "b": token_node_label,
}
