import Grading
import Q01InstallLibrariesSolution
import Q02ImportModulesSolution
import Q03ChooseDeviceSolution
import Q04SeedEverythingSolution
import Q05LoadImageDatasetSolution
import Q06TransformImagesSolution
import Q07SplitDatasetSolution
import Q08BatchDataSolution
import Q09LoadPretrainedModelSolution
import Q10InspectArchitectureSolution
import Q11ReplaceFinalLayerSolution
import Q12CountTrainableParametersSolution
import Q13FreezeAllLayersSolution
import Q14VerifyFrozenSolution
import Q15TrainFinalLayerSolution

#if Q01
    import Q01InstallLibraries
#endif
#if Q02
    import Q02ImportModules
#endif
#if Q03
    import Q03ChooseDevice
#endif
#if Q04
    import Q04SeedEverything
#endif
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
#if Q09
    import Q09LoadPretrainedModel
#endif
#if Q10
    import Q10InspectArchitecture
#endif
#if Q11
    import Q11ReplaceFinalLayer
#endif
#if Q12
    import Q12CountTrainableParameters
#endif
#if Q13
    import Q13FreezeAllLayers
#endif
#if Q14
    import Q14VerifyFrozen
#endif
#if Q15
    import Q15TrainFinalLayer
#endif

/// The learner's functions, each behind its grader. Exercises that the manifest leaves out are not linked.
let exercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q01
        graders["Q01"] = {
            gradeInstallLibraries(Q01InstallLibraries.isVersion, Q01InstallLibraries.checkLibraries, $0)
        }
    #endif
    #if Q02
        graders["Q02"] = {
            gradeImportModules(Q02ImportModules.buildToolkit, Q02ImportModules.trainOnFirstBatch, $0)
        }
    #endif
    #if Q03
        graders["Q03"] = {
            gradeChooseDevice(Q03ChooseDevice.chooseDevice, Q03ChooseDevice.trainOneEpoch, $0)
        }
    #endif
    #if Q04
        graders["Q04"] = {
            gradeSeedEverything(
                Q04SeedEverything.runSeeded, Q04SeedEverything.trainingLoader, Q04SeedEverything.augment, $0)
        }
    #endif
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
    #if Q09
        graders["Q09"] = {
            gradeLoadPretrainedModel(
                Q09LoadPretrainedModel.loadPretrained(_:weights:), Q09LoadPretrainedModel.preprocessing(for:), $0)
        }
    #endif
    #if Q10
        graders["Q10"] = { gradeInspectArchitecture(Q10InspectArchitecture.inspect(_:input:), $0) }
    #endif
    #if Q11
        graders["Q11"] = {
            gradeReplaceFinalLayer(
                Q11ReplaceFinalLayer.replaceFinalLayer(of:classes:),
                Q11ReplaceFinalLayer.loadAndReplaceFinalLayer(of:weights:classes:), $0)
        }
    #endif
    #if Q12
        graders["Q12"] = {
            gradeCountTrainableParameters(Q12CountTrainableParameters.countTrainableParameters(of:), $0)
        }
    #endif
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

/// The reference solutions' functions, each behind the same grader.
let solutions: [String: BoundGrader] = [
    "Q01": {
        gradeInstallLibraries(Q01InstallLibrariesSolution.isVersion, Q01InstallLibrariesSolution.checkLibraries, $0)
    },
    "Q02": {
        gradeImportModules(Q02ImportModulesSolution.buildToolkit, Q02ImportModulesSolution.trainOnFirstBatch, $0)
    },
    "Q03": {
        gradeChooseDevice(Q03ChooseDeviceSolution.chooseDevice, Q03ChooseDeviceSolution.trainOneEpoch, $0)
    },
    "Q04": {
        gradeSeedEverything(
            Q04SeedEverythingSolution.runSeeded, Q04SeedEverythingSolution.trainingLoader,
            Q04SeedEverythingSolution.augment, $0)
    },
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
    "Q09": {
        gradeLoadPretrainedModel(
            Q09LoadPretrainedModelSolution.loadPretrained(_:weights:),
            Q09LoadPretrainedModelSolution.preprocessing(for:), $0)
    },
    "Q10": { gradeInspectArchitecture(Q10InspectArchitectureSolution.inspect(_:input:), $0) },
    "Q11": {
        gradeReplaceFinalLayer(
            Q11ReplaceFinalLayerSolution.replaceFinalLayer(of:classes:),
            Q11ReplaceFinalLayerSolution.loadAndReplaceFinalLayer(of:weights:classes:), $0)
    },
    "Q12": { gradeCountTrainableParameters(Q12CountTrainableParametersSolution.countTrainableParameters(of:), $0) },
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
