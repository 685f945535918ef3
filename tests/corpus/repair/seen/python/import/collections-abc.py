from collections import Mapping

result = isinstance({}, Mapping)
