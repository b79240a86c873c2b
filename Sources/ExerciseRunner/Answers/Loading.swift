import Grading
import Q09LoadPretrainedModelSolution
import Q10InspectArchitectureSolution
import Q11ReplaceFinalLayerSolution
import Q12CountTrainableParametersSolution

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

/// Chapter 4: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let loadingExercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
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
    return graders
}()

/// Chapter 4: the reference solutions' functions, each behind the same grader.
let loadingSolutions: [String: BoundGrader] = [
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
]
