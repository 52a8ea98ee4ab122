using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles macros, and call blocks, whose body is a macro without a name.</summary>
internal sealed class MacroCompiler(CompilerContext context, StatementCompiler statements)
{
    internal Execute CompileMacro(Macro node, Scope scope)
    {
        MacroBody body = CompileBody(node.Name, node.Signature, node.Body, scope, node.At);
        Symbols owner = scope.Symbols.Find(node.Name)!;
        int slot = owner.Function.SlotOf(owner.Level, node.Name);
        int steps = scope.Function.StepsTo(owner.Function);
        Action<Frame>? export = TargetCompiler.CompileExport([node.Name], scope, exported: true);
        return frame =>
        {
            frame.Up(steps).Slots[slot] = new MacroValue(body, frame);
            export?.Invoke(frame);
            return Flow.Next;
        };
    }

    internal Execute CompileCallBlock(CallBlock node, Scope scope)
    {
        MacroBody body = CompileBody(null, node.Signature, node.Body, scope, node.At);
        Evaluate call = context.Expressions.Calls.CompileCall(node.Call, scope, frame => new MacroValue(body, frame));
        Action<Frame, object?> print = OutputCompiler.Print(scope);
        return frame =>
        {
            print(frame, call(frame));
            return Flow.Next;
        };
    }

    private MacroBody CompileBody(string? name, Signature signature, IReadOnlyList<Statement> body, Scope scope, int at)
    {
        FunctionScope function = new(scope.Function);
        Scope inner = scope.Inner(function) with { ChecksParent = false };
        string[] parameters = [.. signature.Parameters.Select(parameter => parameter.Identifier)];
        if (parameters.Distinct(StringComparer.Ordinal).Count() != parameters.Length)
            throw JinjaException.Syntax("duplicate argument in macro definition", context.Template.Source, at);
        SymbolCollector.Collect(inner.Symbols, signature.Parameters);
        HashSet<string> special = UndeclaredNames.Find(body, "caller", "kwargs", "varargs");
        int explicitCaller = Array.IndexOf(parameters, "caller");
        int firstDefault = parameters.Length - signature.Defaults.Count;
        if (special.Contains("caller") && explicitCaller >= 0 && explicitCaller < firstDefault)
            throw context.Fail(
                "When defining macros or call blocks the special \"caller\" argument must be omitted or be given a default.", at);
        bool takesCaller = special.Contains("caller");
        bool takesNamed = special.Contains("kwargs") && !parameters.Contains("kwargs");
        bool takesRest = special.Contains("varargs") && !parameters.Contains("varargs");
        List<string> slots = [.. parameters];
        if (takesCaller && explicitCaller < 0)
            slots.Add("caller");
        if (takesNamed)
            slots.Add("kwargs");
        if (takesRest)
            slots.Add("varargs");
        foreach (string slot in slots)
            inner.Symbols.Declare(slot);
        SymbolCollector.Collect(inner.Symbols, [.. signature.Defaults, .. body]);
        Evaluate?[] defaults = [.. Enumerable.Repeat<Evaluate?>(null, firstDefault), .. context.Expressions.CompileAll(signature.Defaults, inner)];
        Execute run = statements.CompileAll(body, inner);
        return new MacroBody(name, context.Template, function, parameters)
        {
            Slots = [.. slots.Select(slot => function.SlotOf(inner.Symbols.Level, slot))], Defaults = defaults,
            Enter = ScopeEntry.Compile(inner), Run = run,
            TakesCaller = takesCaller, HasExplicitCaller = explicitCaller >= 0, TakesNamed = takesNamed, TakesRest = takesRest,
        };
    }
}
