import Grading
import Q16UnfreezeBlocksSolution
import Q17UnfreezeEverythingSolution
import Q18VerifyUpdatesSolution

#if Q16
    import Q16UnfreezeBlocks
#endif
#if Q17
    import Q17UnfreezeEverything
#endif
#if Q18
    import Q18VerifyUpdates
#endif

/// Chapter 6: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let unfreezingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q16
        graders["Q16"] = {
            gradeUnfreezeBlocks(
                unfreeze: Q16UnfreezeBlocks.unfreezeBlocks, optimizer: Q16UnfreezeBlocks.optimizer, $0)
        }
    #endif
    #if Q17
        graders["Q17"] = { gradeUnfreezeEverything(Q17UnfreezeEverything.unfreezeEverything, $0) }
    #endif
    #if Q18
        graders["Q18"] = {
            gradeVerifyUpdates(
                table: Q18VerifyUpdates.updateTable, contradictions: Q18VerifyUpdates.contradictions, $0)
        }
    #endif
    return graders
}()

/// Chapter 6: the reference solutions' functions, each behind the same grader.
let unfreezingSolutions: [String: BoundGrader] = [
    "Q16": {
        gradeUnfreezeBlocks(
            unfreeze: Q16UnfreezeBlocksSolution.unfreezeBlocks, optimizer: Q16UnfreezeBlocksSolution.optimizer, $0)
    },
    "Q17": { gradeUnfreezeEverything(Q17UnfreezeEverythingSolution.unfreezeEverything, $0) },
    "Q18": {
        gradeVerifyUpdates(
            table: Q18VerifyUpdatesSolution.updateTable, contradictions: Q18VerifyUpdatesSolution.contradictions, $0)
    },
]
