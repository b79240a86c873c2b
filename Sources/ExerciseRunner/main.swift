import Grading

gradeInThisProcess(arguments: CommandLine.arguments, exercises: exercises, solutions: solutions)
