import Grading
import Q13FreezeAllLayersSolution
import Q14VerifyFrozenSolution
import Q15TrainFinalLayerSolution

#if Q13
    import Q13FreezeAllLayers
#endif
#if Q14
    import Q14VerifyFrozen
#endif
#if Q15
    import Q15TrainFinalLayer
#endif

/// Chapter 5: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let freezingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q13
        graders["Q13"] = { gradeFreezeAllLayers(Q13FreezeAllLayers.freezeAllLayers, $0) }
    #endif
    #if Q14
        graders["Q14"] = {
            gradeVerifyFrozen(
                learning: Q14VerifyFrozen.namesThatLearn, moving: Q14VerifyFrozen.namesThatMove,
                frozen: Q14VerifyFrozen.isFrozen, $0)
        }
    #endif
    #if Q15
        graders["Q15"] = {
            gradeTrainFinalLayer(
                trainOnlyHead: Q15TrainFinalLayer.trainOnlyHead, replaceHead: Q15TrainFinalLayer.replaceHead, $0)
        }
    #endif
    return graders
}()

/// Chapter 5: the reference solutions' functions, each behind the same grader.
let freezingSolutions: [String: BoundGrader] = [
    "Q13": { gradeFreezeAllLayers(Q13FreezeAllLayersSolution.freezeAllLayers, $0) },
    "Q14": {
        gradeVerifyFrozen(
            learning: Q14VerifyFrozenSolution.namesThatLearn, moving: Q14VerifyFrozenSolution.namesThatMove,
            frozen: Q14VerifyFrozenSolution.isFrozen, $0)
    },
    "Q15": {
        gradeTrainFinalLayer(
            trainOnlyHead: Q15TrainFinalLayerSolution.trainOnlyHead,
            replaceHead: Q15TrainFinalLayerSolution.replaceHead, $0)
    },
]
