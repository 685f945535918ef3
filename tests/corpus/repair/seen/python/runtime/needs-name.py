result = needs["count"]["n"]
