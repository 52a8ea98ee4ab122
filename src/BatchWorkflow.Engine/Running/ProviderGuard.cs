using System.Threading.RateLimiting;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace BatchWorkflow.Engine.Running;

/// <summary>
/// Guards the calls to one provider: a rate limit (api_rate_limit), a time-out per call, and a circuit breaker that makes steps wait
/// while the provider is down instead of failing them.
/// </summary>
internal sealed class ProviderGuard : IDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    private readonly string _provider;
    private readonly TimeProvider _time;
    private readonly RateLimiter? _limiter;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>A guard with the provider's own limits.</summary>
    public ProviderGuard(string provider, ProviderDependencies limits, TimeProvider time)
    {
        (_provider, _time) = (provider, time);
        ResiliencePipelineBuilder builder = new() { TimeProvider = time };
        builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.8,
            MinimumThroughput = 5,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = Break,
            ShouldHandle = args => ValueTask.FromResult(IsOutage(args.Outcome.Exception)),
        });
        if (limits.ApiRateLimit is { } rate)
        {
            _limiter = LimiterFor(rate);
            builder.AddRateLimiter(_limiter);
        }
        _pipeline = builder.AddTimeout(new TimeoutStrategyOptions { Timeout = CallTimeout }).Build();
    }

    /// <summary>Calls the provider. While the circuit is open the call waits and says so.</summary>
    /// <exception cref="FailureException">The provider's own failure, or Timeout.</exception>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, Action<string> waiting, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await _pipeline.ExecuteAsync(async token => await call(token), cancellationToken);
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

    /// <inheritdoc />
    public void Dispose() => _limiter?.Dispose();

    private static bool IsOutage(Exception? exception) => exception is TimeoutRejectedException
        || (exception is FailureException { Failure.Kind: FailureKind.Transient or FailureKind.Timeout });

    private static TokenBucketRateLimiter LimiterFor(double perSecond) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = Math.Max(1, (int)Math.Floor(perSecond)),
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1 / perSecond),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        AutoReplenishment = true,
    });
}
