import Grading
import Q19DefineLossSolution
import Q20ConfigureOptimizerSolution
import Q21TrainingLoopSolution

#if Q19
    import Q19DefineLoss
#endif
#if Q20
    import Q20ConfigureOptimizer
#endif
#if Q21
    import Q21TrainingLoop
#endif

/// Chapter 7: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let trainingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q19
        graders["Q19"] = { gradeDefineLoss(Q19DefineLoss.classificationLoss, $0) }
    #endif
    #if Q20
        graders["Q20"] = {
            gradeConfigureOptimizer(
                groups: Q20ConfigureOptimizer.parameterGroups, sgd: Q20ConfigureOptimizer.makeSGD,
                adamW: Q20ConfigureOptimizer.makeAdamW, $0)
        }
    #endif
    #if Q21
        graders["Q21"] = {
            gradeTrainingLoop(
                Q21TrainingLoop.train(_:on:epochs:loss:optimizer:schedule:afterEpoch:), $0)
        }
    #endif
    return graders
}()

/// Chapter 7: the reference solutions' functions, each behind the same grader.
let trainingSolutions: [String: BoundGrader] = [
    "Q19": { gradeDefineLoss(Q19DefineLossSolution.classificationLoss, $0) },
    "Q20": {
        gradeConfigureOptimizer(
            groups: Q20ConfigureOptimizerSolution.parameterGroups, sgd: Q20ConfigureOptimizerSolution.makeSGD,
            adamW: Q20ConfigureOptimizerSolution.makeAdamW, $0)
    },
    "Q21": {
        gradeTrainingLoop(
            Q21TrainingLoopSolution.train(_:on:epochs:loss:optimizer:schedule:afterEpoch:), $0)
    },
]
