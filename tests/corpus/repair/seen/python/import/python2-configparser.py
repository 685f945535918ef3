import ConfigParser

parser = ConfigParser.ConfigParser()
parser.read_string("[main]\na = 1\n")
result = parser.get("main", "a")
