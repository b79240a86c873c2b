import Grading
import Q05LoadImageDatasetSolution
import Q06TransformImagesSolution
import Q07SplitDatasetSolution
import Q08BatchDataSolution

#if Q05
    import Q05LoadImageDataset
#endif
#if Q06
    import Q06TransformImages
#endif
#if Q07
    import Q07SplitDataset
#endif
#if Q08
    import Q08BatchData
#endif

/// Chapter 3: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let dataExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q05
        graders["Q05"] = {
            gradeLoadImageDataset(
                Q05LoadImageDataset.classNames, Q05LoadImageDataset.samples, Q05LoadImageDataset.loadParts, $0)
        }
    #endif
    #if Q06
        graders["Q06"] = {
            gradeTransformImages(
                Q06TransformImages.resizeAndCrop, Q06TransformImages.scaleAndNormalize, Q06TransformImages.prepare, $0)
        }
    #endif
    #if Q07
        graders["Q07"] = { gradeSplitDataset(Q07SplitDataset.splitIndices, Q07SplitDataset.makeParts, $0) }
    #endif
    #if Q08
        graders["Q08"] = { gradeBatchData(Q08BatchData.makeLoaders, Q08BatchData.visitBatches, $0) }
    #endif
    return graders
}()

/// Chapter 3: the reference solutions' functions, each behind the same grader.
let dataSolutions: [String: BoundGrader] = [
    "Q05": {
        gradeLoadImageDataset(
            Q05LoadImageDatasetSolution.classNames, Q05LoadImageDatasetSolution.samples,
            Q05LoadImageDatasetSolution.loadParts, $0)
    },
    "Q06": {
        gradeTransformImages(
            Q06TransformImagesSolution.resizeAndCrop, Q06TransformImagesSolution.scaleAndNormalize,
            Q06TransformImagesSolution.prepare, $0)
    },
    "Q07": { gradeSplitDataset(Q07SplitDatasetSolution.splitIndices, Q07SplitDatasetSolution.makeParts, $0) },
    "Q08": { gradeBatchData(Q08BatchDataSolution.makeLoaders, Q08BatchDataSolution.visitBatches, $0) },
]
