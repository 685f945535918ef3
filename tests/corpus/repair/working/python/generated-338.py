import json

course_task = json.loads('{"gamma": 8, "east": "alpha", "south": [1, 2]}')
course_task["batch"] = False

class CityOrder:
    def __init__(self, count=5):
        self.count = count
        self.log = []

    def add(self, by):
        if by < 0:
            raise ValueError(f"cannot add by {by}")
        self.count += by
        self.log.append("add " + str(by))
        return self

    def __repr__(self):
        return f"CityOrder({self.count})"


city_draft = CityOrder(5)
city_draft.add(2).add(5)
try:
    city_draft.add(-1)
except ValueError as error:
    city_draft.log.append(str(error))

result = {
    "a": json.dumps(course_task, sort_keys=True),
    "b": {"shown": repr(city_draft), "log": city_draft.log},
}
