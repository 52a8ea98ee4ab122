using BatchWorkflow.Jinja.Values;
using BatchWorkflow.Jinja.Compiling;

namespace BatchWorkflow.Jinja.Rendering;

/// <summary>A macro as a value.</summary>
internal sealed class MacroValue(MacroBody body, Frame closure) : CallableValue
{
    internal override string TypeName => "Macro";

    internal override string Module => "jinja2.runtime";

    internal override string Repr => body.Name is null ? "<Macro anonymous>" : $"<Macro {Reprs.Of(body.Name)}>";

    private string Title => body.Name is null ? "None" : Reprs.Of(body.Name);

    internal override object? Attribute(Frame frame, string name) => name switch
    {
        "name" => body.Name,
        "arguments" => new TupleValue([.. body.Parameters]),
        "catch_kwargs" => Boxes.Of(body.TakesNamed),
        "catch_varargs" => Boxes.Of(body.TakesRest),
        "caller" => Boxes.Of(body.TakesCaller),
        "explicit_caller" => Boxes.Of(body.HasExplicitCaller),
        _ => Missing.Value,
    };

    internal override object? Call(Frame frame, CallArguments arguments)
    {
        RenderState state = frame.State;
        object?[] bound = Bind(state, arguments);
        (CompiledTemplate from, int at) = (state.Template, state.At);
        state.Enter();
        try
        {
            state.Template = body.Template;
            return Texts.Wrap(Run(bound), frame.Context.AutoEscape);
        }
        catch (Exception e) when (state.Note(e, body.Name is null ? "call block" : $"macro {Title}", from, at))
        {
            throw;
        }
        finally
        {
            (state.Template, state.At) = (from, at);
            state.Leave();
        }
    }

    private string Run(object?[] bound)
    {
        OutputBuffer output = new(closure.State.Limits.MaxStringLength, 64);
        Frame frame = new(closure.Context, closure, body.Function.Count, output);
        for (int i = 0; i < bound.Length; i++)
            frame.Slots[body.Slots[i]] = bound[i];
        body.Enter(frame);
        for (int i = 0; i < body.Parameters.Length; i++)
        {
            if (bound[i] is not Missing)
                continue;
            string parameter = body.Parameters[i];
            frame.Slots[body.Slots[i]] = body.Defaults[i] is { } otherwise
                ? otherwise(frame)
                : new JinjaUndefined(frame.State.Environment.Undefined, $"parameter {Reprs.Of(parameter)} was not provided", Missing.Value, parameter);
        }

        body.Run(frame);
        return output.ToString();
    }

    private object?[] Bind(RenderState state, CallArguments arguments)
    {
        int count = body.Parameters.Length;
        object?[] bound = new object?[body.Slots.Length];
        int given = Math.Min(arguments.Positional.Length, count);
        Array.Copy(arguments.Positional, bound, given);
        CallArguments rest = arguments.Named.Count == 0 ? arguments : new CallArguments(arguments.Positional, [.. arguments.Named]);
        bool foundCaller = given == count && body.HasExplicitCaller;
        for (int i = given; i < count; i++)
        {
            bound[i] = rest.Take(body.Parameters[i], out object? value) ? value : Missing.Value;
            foundCaller |= body.Parameters[i] == "caller";
        }

        int next = count;
        if (body.TakesCaller && !foundCaller)
            bound[next++] = rest.Take("caller", out object? caller) && caller is not null
                ? caller : new JinjaUndefined(state.Environment.Undefined, "No caller defined", Missing.Value, "caller");
        if (body.TakesNamed)
            bound[next++] = Named(rest);
        else if (rest.Named.Count > 0)
            throw Unexpected(rest.Named);
        if (body.TakesRest)
            bound[next] = new TupleValue(arguments.Positional.Length > count ? arguments.Positional[count..] : []);
        else if (arguments.Positional.Length > count)
            throw Error.Type($"macro {Title} takes not more than {count} argument(s)");
        return bound;
    }

    private static DictValue Named(CallArguments rest)
    {
        DictValue named = new();
        foreach ((string name, object? value) in rest.Named)
            named.Set(name, value);
        return named;
    }

    private JinjaException Unexpected(IReadOnlyList<KeyValuePair<string, object?>> named) => named.Any(pair => pair.Key == "caller")
        ? Error.Type($"macro {Title} was invoked with two values for the special caller argument. This is most likely a bug.")
        : Error.Type($"macro {Title} takes no keyword argument {Reprs.Of(named[0].Key)}");
}
