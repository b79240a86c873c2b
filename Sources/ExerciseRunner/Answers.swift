import Grading
import Q13FreezeAllLayersSolution

#if Q13
    import Q13FreezeAllLayers
#endif

/// The learner's functions, each behind its grader. Exercises that the manifest leaves out are not linked.
let exercises: [String: BoundGrader] = {
    var graders: [String: BoundGrader] = [:]
    #if Q13
        graders["Q13"] = { gradeFreezeAllLayers(Q13FreezeAllLayers.freezeAllLayers, $0) }
    #endif
    return graders
}()

/// The reference solutions' functions, each behind the same grader.
let solutions: [String: BoundGrader] = [
    "Q13": { gradeFreezeAllLayers(Q13FreezeAllLayersSolution.freezeAllLayers, $0) }
]
