import Grading
import Q16UnfreezeBlocksSolution

#if Q16
    import Q16UnfreezeBlocks
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
    return graders
}()

/// Chapter 6: the reference solutions' functions, each behind the same grader.
let unfreezingSolutions: [String: BoundGrader] = [
    "Q16": {
        gradeUnfreezeBlocks(
            unfreeze: Q16UnfreezeBlocksSolution.unfreezeBlocks, optimizer: Q16UnfreezeBlocksSolution.optimizer, $0)
    }
]
