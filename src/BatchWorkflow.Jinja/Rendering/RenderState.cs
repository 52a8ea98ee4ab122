using System.Runtime.CompilerServices;
using BatchWorkflow.Jinja.Compiling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>One rendering: what it has used up, and where it is.</summary>
internal sealed class RenderState
{
    private const int TicksBetweenLooks = 256;
    private readonly CancellationToken _cancellation;
    private readonly long _started;
    private Dictionary<CompiledTemplate, ModuleValue>? _modules;
    private Dictionary<string, CompiledTemplate>? _loaded;
    private long _iterations;
    private long _size;
    private int _ticks;
    private int _depth;

    internal RenderState(JinjaEnvironment environment, CompiledTemplate template, CancellationToken cancellation)
    {
        (Environment, Template, Limits, _cancellation) = (environment, template, environment.Limits, cancellation);
        _started = environment.TimeProvider.GetTimestamp();
    }

    internal JinjaEnvironment Environment { get; }

    internal JinjaLimits Limits { get; }

    internal CancellationToken Cancellation => _cancellation;

    /// <summary>The template whose code runs now.</summary>
    internal CompiledTemplate Template { get; set; }

    /// <summary>The offset in that template's source of what is done now.</summary>
    internal int At { get; set; }

    /// <summary>The modules that were imported without context: each is made once a rendering.</summary>
    internal Dictionary<CompiledTemplate, ModuleValue> Modules => _modules ??= [];

    /// <summary>The templates that were loaded: a name means the same template throughout a rendering.</summary>
    internal Dictionary<string, CompiledTemplate> Loaded => _loaded ??= new(StringComparer.Ordinal);

    internal JinjaUndefined Undefined(string name, int at) =>
        new(Environment.Undefined, null, Missing.Value, name) { Place = (Template.Source, at) };

    internal void CountIteration()
    {
        if (++_iterations > Limits.MaxIterations)
            throw Error.Limit($"more than {Limits.MaxIterations} iterations");
        Tick();
    }

    /// <summary>Counts a little work; now and then looks at the clock and at the cancellation token.</summary>
    internal void Tick()
    {
        if (++_ticks < TicksBetweenLooks)
            return;
        _ticks = 0;
        Look();
    }

    internal void Look()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (Limits.Timeout != Timeout.InfiniteTimeSpan && Environment.TimeProvider.GetElapsedTime(_started) > Limits.Timeout)
            throw Error.Limit($"rendering took longer than {Limits.Timeout.TotalSeconds} s");
    }

    /// <summary>Refuses a string that is too long before it is made.</summary>
    internal void ChargeText(long length)
    {
        if (length > Limits.MaxStringLength)
            throw Error.Limit($"a string of {length} characters is longer than {Limits.MaxStringLength}");
        Charge(length);
    }

    /// <summary>Refuses a collection that is too large before it is made.</summary>
    internal void ChargeItems(long count)
    {
        if (count > Limits.MaxCollectionSize)
            throw Error.Limit($"a collection of {count} elements is larger than {Limits.MaxCollectionSize}");
        Charge(count);
    }

    private void Charge(long size)
    {
        _size += size;
        if (_size > Limits.MaxTotalSize)
            throw Error.Limit($"all strings and collections together are larger than {Limits.MaxTotalSize}");
        _ticks += (int)Math.Min(size >> 4, TicksBetweenLooks);
        Tick();
    }

    internal void Enter()
    {
        if (++_depth > Limits.MaxRecursionDepth)
            throw Error.Recursion();
        EnsureStack();
        Tick();
    }

    internal void Leave() => _depth--;

    internal static void EnsureStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Error.Recursion();
    }

    /// <summary>Notes on a problem where it happened and by which way it came; never handles it.</summary>
    internal bool Note(Exception exception, string what, CompiledTemplate from, int at)
    {
        if (exception is JinjaException problem)
        {
            problem.Locate(Template.Source, At);
            problem.Enter(what, from.Source, at);
        }
        else if (exception is UnknownValueException unknown)
        {
            unknown.Locate(Template.Source, At);
        }

        return false;
    }
}
