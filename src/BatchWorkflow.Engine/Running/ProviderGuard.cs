using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Guards the calls to one provider: a rate limit (api_rate_limit), a time-out per call, and a circuit breaker that makes steps wait
/// while the provider is down instead of failing them.
/// </summary>
internal sealed class ProviderGuard
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    private readonly string _provider;
    private readonly TimeProvider _time;
    private readonly CallRate? _rate;
    private readonly Lazy<ResiliencePipeline> _pipeline;

    /// <summary>A guard with the provider's own limits.</summary>
    public ProviderGuard(string provider, ProviderDependencies limits, TimeProvider time)
    {
        (_provider, _time) = (provider, time);
        _pipeline = new Lazy<ResiliencePipeline>(() => Build(time));
        if (limits.ApiRateLimit is { } rate)
            _rate = new CallRate(rate, time);
    }

    /// <summary>Calls the provider. While the circuit is open the call waits and says so.</summary>
    /// <exception cref="FailureException">The provider's own failure, or Timeout.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, Action<string> waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (_rate is not null)
                    await _rate.WaitAsync(cancellationToken);
                return await GuardAsync(call, cancellationToken);
            }
            catch (BrokenCircuitException e)
            {
                waiting($"provider {_provider} to answer again (its calls kept failing)");
                await Task.Delay(e.RetryAfter is { } after && after > TimeSpan.Zero ? after : TimeSpan.FromSeconds(1), _time, cancellationToken);
            }
            catch (TimeoutRejectedException e)
            {
                throw new FailureException(new Failure
                {
                    Kind = FailureKind.Timeout,
                    Message = $"Provider {_provider} did not answer within {e.Timeout.TotalSeconds:0} s.",
                });
            }
        }
    }

    /// <summary>The guards go on where the call was made, as all of the engine does.</summary>
    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        try
        {
            return await _pipeline.Value.ExecuteAsync(static async (guarded, call) => await call(guarded.CancellationToken), context, call);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline Build(TimeProvider time)
    {
        ResiliencePipelineBuilder builder = new() { TimeProvider = time };
        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.8,
            MinimumThroughput = 5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = Break,
            ShouldHandle = args => ValueTask.FromResult(IsOutage(args.Outcome.Exception)),
        });
        return builder.AddTimeout(new TimeoutStrategyOptions { Timeout = CallTimeout }).Build();
    }

    private static bool IsOutage(Exception? exception) => exception is TimeoutRejectedException
        || (exception is FailureException { Failure.Kind: FailureKind.Transient or FailureKind.Timeout });
}
