def validate(user):
    problems = []
    if not user.get("name"):
        problems.append("name is empty")
    if not isinstance(user.get("age"), int) or user["age"] < 0:
        problems.append("age is not valid")
    if "@" not in user.get("email", ""):
        problems.append("email is not valid")
    return problems


report = {}
for index, user in enumerate(input_data["users"]):
    report[index] = validate(user)
result = {"valid": sum(1 for p in report.values() if not p), "problems": report[1]}
