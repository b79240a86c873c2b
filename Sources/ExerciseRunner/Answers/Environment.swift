import Grading
import Q01InstallLibrariesSolution
import Q02ImportModulesSolution
import Q03ChooseDeviceSolution
import Q04SeedEverythingSolution

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

/// Chapter 2: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let environmentExercises: [String: BoundGrader] = {
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
    return graders
}()

/// Chapter 2: the reference solutions' functions, each behind the same grader.
let environmentSolutions: [String: BoundGrader] = [
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
]
