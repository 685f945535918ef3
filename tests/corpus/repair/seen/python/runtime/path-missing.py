result = Path("/srv/a.txt").suffix
