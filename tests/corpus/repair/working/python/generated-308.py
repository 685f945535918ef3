import re

vector_draft = input_data.get("vector_draft", [47, 54, 24, 22])
print("average: " + str(round(sum(vector_draft) / len(vector_draft), 2)))
vector_draft_label = "n=" + str(len(vector_draft)) + " max=" + str(max(vector_draft))

node_city = re.findall(r"(\w+)=(\d+)", "omega=29, plum=74, iron=88, gold=6")
node_city_sum = sum(int(value) for _, value in node_city)

result = {
    "a": vector_draft_label,
    "b": {"pairs": dict(node_city), "sum": node_city_sum},
}
