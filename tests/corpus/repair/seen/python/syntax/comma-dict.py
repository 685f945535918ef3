person = {
    "name": "ada",
    "age": 36
    "tags": [1, 2],
}
result = person
