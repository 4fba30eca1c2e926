namespace Runbooks.Server.Http;

/// <summary>A request that cannot be answered, found where no result can be returned: the problem is the answer.</summary>
public sealed class RequestException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
