import heapq

values = list(input_data[‘values’])
largest = heapq.nlargest(3, values)
heapq.heapify(values)
ordered = []
while values:
    ordered.append(heapq.heappop(values))
result = {"largest": largest, "ordered": ordered}
