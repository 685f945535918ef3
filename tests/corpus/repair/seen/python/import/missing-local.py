from my_project.utils import normalise

result = normalise("x")
