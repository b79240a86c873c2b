import Grading
import Q24EvaluateValidationSolution
import Q25TestAccuracySolution
import Q26ConfusionMatrixSolution
import Q27PredictionGridSolution

#if Q24
    import Q24EvaluateValidation
#endif
#if Q25
    import Q25TestAccuracy
#endif
#if Q26
    import Q26ConfusionMatrix
#endif
#if Q27
    import Q27PredictionGrid
#endif

/// Chapter 8: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let evaluatingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q24
        graders["Q24"] = { gradeEvaluateValidation(Q24EvaluateValidation.evaluateOnValidation, $0) }
    #endif
    #if Q25
        graders["Q25"] = { gradeTestAccuracy(Q25TestAccuracy.accuracy, Q25TestAccuracy.chooseAndTest, $0) }
    #endif
    #if Q26
        graders["Q26"] = {
            gradeConfusionMatrix(
                counts: Q26ConfusionMatrix.confusionMatrix, shares: Q26ConfusionMatrix.rowShares,
                draw: Q26ConfusionMatrix.drawConfusionMatrix, $0)
        }
    #endif
    #if Q27
        graders["Q27"] = {
            gradePredictionGrid(picture: Q27PredictionGrid.picture, draw: Q27PredictionGrid.drawPredictions, $0)
        }
    #endif
    return graders
}()

/// Chapter 8: the reference solutions' functions, each behind the same grader.
let evaluatingSolutions: [String: BoundGrader] = [
    "Q24": { gradeEvaluateValidation(Q24EvaluateValidationSolution.evaluateOnValidation, $0) },
    "Q25": { gradeTestAccuracy(Q25TestAccuracySolution.accuracy, Q25TestAccuracySolution.chooseAndTest, $0) },
    "Q26": {
        gradeConfusionMatrix(
            counts: Q26ConfusionMatrixSolution.confusionMatrix, shares: Q26ConfusionMatrixSolution.rowShares,
            draw: Q26ConfusionMatrixSolution.drawConfusionMatrix, $0)
    },
    "Q27": {
        gradePredictionGrid(
            picture: Q27PredictionGridSolution.picture, draw: Q27PredictionGridSolution.drawPredictions, $0)
    },
]
