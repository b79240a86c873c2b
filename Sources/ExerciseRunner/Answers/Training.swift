import Grading
import Q19DefineLossSolution

#if Q19
    import Q19DefineLoss
#endif

/// Chapter 7: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let trainingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q19
        graders["Q19"] = { gradeDefineLoss(Q19DefineLoss.classificationLoss, $0) }
    #endif
    return graders
}()

/// Chapter 7: the reference solutions' functions, each behind the same grader.
let trainingSolutions: [String: BoundGrader] = [
    "Q19": { gradeDefineLoss(Q19DefineLossSolution.classificationLoss, $0) },
]
