import Grading
import Q28GroupLearningRatesSolution
import Q29BatchSizesSolution
import Q30NumberOfEpochsSolution
import Q31CompareOptimizersSolution

#if Q28
    import Q28GroupLearningRates
#endif
#if Q29
    import Q29BatchSizes
#endif
#if Q30
    import Q30NumberOfEpochs
#endif
#if Q31
    import Q31CompareOptimizers
#endif

/// Chapter 9: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let hyperparametersExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q28
        graders["Q28"] = {
            gradeGroupLearningRates(
                rates: Q28GroupLearningRates.geometricRates, groups: Q28GroupLearningRates.parameterGroups,
                setRates: Q28GroupLearningRates.setLearningRates, $0)
        }
    #endif
    #if Q29
        graders["Q29"] = { gradeBatchSizes(Q29BatchSizes.compareBatchSizes, $0) }
    #endif
    #if Q30
        graders["Q30"] = {
            gradeNumberOfEpochs(
                NumberOfEpochsAnswer(
                    snapshot: Q30NumberOfEpochs.snapshot, trainKeepingBest: Q30NumberOfEpochs.trainKeepingBest,
                    compare: Q30NumberOfEpochs.compareEpochCounts), $0)
        }
    #endif
    #if Q31
        graders["Q31"] = {
            gradeCompareOptimizers(
                candidates: Q31CompareOptimizers.optimizerCandidates,
                compare: Q31CompareOptimizers.compareOptimizers, $0)
        }
    #endif
    return graders
}()

/// Chapter 9: the reference solutions' functions, each behind the same grader.
let hyperparametersSolutions: [String: BoundGrader] = [
    "Q28": {
        gradeGroupLearningRates(
            rates: Q28GroupLearningRatesSolution.geometricRates,
            groups: Q28GroupLearningRatesSolution.parameterGroups,
            setRates: Q28GroupLearningRatesSolution.setLearningRates, $0)
    },
    "Q29": { gradeBatchSizes(Q29BatchSizesSolution.compareBatchSizes, $0) },
    "Q30": {
        gradeNumberOfEpochs(
            NumberOfEpochsAnswer(
                snapshot: Q30NumberOfEpochsSolution.snapshot,
                trainKeepingBest: Q30NumberOfEpochsSolution.trainKeepingBest,
                compare: Q30NumberOfEpochsSolution.compareEpochCounts), $0)
    },
    "Q31": {
        gradeCompareOptimizers(
            candidates: Q31CompareOptimizersSolution.optimizerCandidates,
            compare: Q31CompareOptimizersSolution.compareOptimizers, $0)
    },
]
