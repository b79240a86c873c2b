import Grading

let exercises = [
    environmentExercises, dataExercises, loadingExercises, freezingExercises, unfreezingExercises, trainingExercises,
    evaluatingExercises, hyperparametersExercises,
]
let solutions = [
    environmentSolutions, dataSolutions, loadingSolutions, freezingSolutions, unfreezingSolutions, trainingSolutions,
    evaluatingSolutions, hyperparametersSolutions,
]

gradeInThisProcess(
    arguments: CommandLine.arguments, exercises: exercises.reduce(into: [:]) { $0.merge($1) { $1 } },
    solutions: solutions.reduce(into: [:]) { $0.merge($1) { $1 } })
