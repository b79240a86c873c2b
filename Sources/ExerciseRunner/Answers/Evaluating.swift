import Grading
import Q24EvaluateValidationSolution

#if Q24
    import Q24EvaluateValidation
#endif

/// Chapter 8: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let evaluatingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q24
        graders["Q24"] = { gradeEvaluateValidation(Q24EvaluateValidation.evaluateOnValidation, $0) }
    #endif
    return graders
}()

/// Chapter 8: the reference solutions' functions, each behind the same grader.
let evaluatingSolutions: [String: BoundGrader] = [
    "Q24": { gradeEvaluateValidation(Q24EvaluateValidationSolution.evaluateOnValidation, $0) }
]
