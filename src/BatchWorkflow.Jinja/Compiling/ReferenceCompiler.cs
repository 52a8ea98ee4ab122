using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>Compiles the statements that reach blocks and other templates.</summary>
internal sealed class ReferenceCompiler(CompilerContext context)
{
    internal Execute Compile(Statement statement, Scope scope) => statement switch
    {
        Block block => CompileBlock(block, scope),
        Extends extends => CompileExtends(extends, scope),
        Include include => CompileInclude(include, scope),
        Import import => CompileImport(import, scope),
        FromImport import => CompileFromImport(import, scope),
        _ => throw new InvalidOperationException($"no statement: {statement.GetType().Name}"),
    };

    private Execute CompileBlock(Block node, Scope scope)
    {
        if (scope.IsTopLevel && context.ExtendsForSure)
            return _ => Flow.Next;
        bool checksParent = scope.IsTopLevel && context.ExtendsSoFar > 0;
        Func<Frame, Dictionary<string, object?>>? locals = node.Scoped ? CompileLocals(scope) : null;
        (string name, bool required, int at) = (node.Name, node.Required, node.At);
        return frame =>
        {
            if (checksParent && frame.Parent is not null)
                return Flow.Next;
            List<CompiledBlock> blocks = frame.Context.Blocks[name];
            frame.State.At = at;
            if (required && blocks.Count <= 1)
                throw Error.Template($"Required block {Reprs.Of(name)} not found");
            Templates.RenderBlock(blocks[0], locals is null ? frame.Context : frame.Context.Derive(locals(frame)), frame.Output);
            return Flow.Next;
        };
    }

    private Execute CompileExtends(Extends node, Scope scope)
    {
        if (!scope.IsTopLevel)
            throw context.Fail("cannot use extend from a non top-level scope", node.At);
        bool again = context.ExtendsForSure;
        Evaluate template = context.Expressions.Compile(node.Template, scope);
        int at = node.At;
        context.ExtendsForSure |= scope.IsRootLevel;
        context.ExtendsSoFar++;
        return frame =>
        {
            frame.State.At = at;
            if (again || frame.Parent is not null)
                throw Error.Template("extended multiple times");
            object? name = template(frame);
            frame.State.At = at;
            CompiledTemplate parent = Templates.Get(frame.State, name);
            foreach (CompiledBlock block in parent.Blocks)
            {
                if (!frame.Context.Blocks.TryGetValue(block.Name, out List<CompiledBlock>? blocks))
                    frame.Context.Blocks[block.Name] = blocks = [];
                blocks.Add(block);
            }

            frame.Parent = parent;
            return Flow.Next;
        };
    }

    /// <summary>Compiles what collects the variables that the scopes here have set, for a template that is to see them.</summary>
    private static Func<Frame, Dictionary<string, object?>> CompileLocals(Scope scope)
    {
        (string Name, int Steps, int Slot)[] variables = [.. scope.Symbols.Stored().Select(
            stored => (stored.Key, scope.Function.StepsTo(stored.Value.Function), stored.Value.Function.SlotOf(stored.Value.Level, stored.Key)))];
        return frame =>
        {
            Dictionary<string, object?> locals = new(variables.Length, StringComparer.Ordinal);
            foreach ((string name, int steps, int slot) in variables)
                locals[name] = frame.Up(steps).Slots[slot];
            return locals;
        };
    }

    private Execute CompileInclude(Include node, Scope scope)
    {
        Evaluate template = context.Expressions.Compile(node.Template, scope);
        Func<Frame, Dictionary<string, object?>>? locals = node.WithContext ? CompileLocals(scope) : null;
        (bool ignoreMissing, int at) = (node.IgnoreMissing, node.At);
        return frame =>
        {
            object? name = template(frame);
            RenderState state = frame.State;
            state.At = at;
            if (Find(state, name, ignoreMissing) is not { } found)
                return Flow.Next;
            if (locals is null)
                frame.Output.Write(Module(frame, found).Body);
            else
                Templates.Include(found, frame.Context.Snapshot(locals(frame)), state, frame.Output);
            return Flow.Next;
        };
    }

    private static CompiledTemplate? Find(RenderState state, object? name, bool ignoreMissing)
    {
        try
        {
            return Templates.Select(state, name);
        }
        catch (JinjaException e) when (ignoreMissing && e.Kind == JinjaErrorKind.TemplateNotFound)
        {
            return null;
        }
    }

    private static ModuleValue Module(Frame frame, CompiledTemplate template)
    {
        Dictionary<CompiledTemplate, ModuleValue> modules = frame.State.Modules;
        if (!modules.TryGetValue(template, out ModuleValue? module))
            modules[template] = module = Templates.Import(template, new HostVariables(JinjaContext.Empty), frame.State);
        return module;
    }

    private Func<Frame, ModuleValue> CompileModule(Expression template, bool withContext, int at, Scope scope)
    {
        Evaluate name = context.Expressions.Compile(template, scope);
        Func<Frame, Dictionary<string, object?>>? locals = withContext ? CompileLocals(scope) : null;
        return frame =>
        {
            object? value = name(frame);
            frame.State.At = at;
            CompiledTemplate found = Templates.Get(frame.State, value);
            return locals is null ? Module(frame, found) : Templates.Import(found, frame.Context.Snapshot(locals(frame)), frame.State);
        };
    }

    private Execute CompileImport(Import node, Scope scope)
    {
        Func<Frame, ModuleValue> module = CompileModule(node.Template, node.WithContext, node.At, scope);
        Action<Frame, object?> target = TargetCompiler.Compile(new Name(node.Target, NameRole.Store, node.At), scope);
        Action<Frame>? export = TargetCompiler.CompileExport([node.Target], scope, exported: false);
        return frame =>
        {
            target(frame, module(frame));
            export?.Invoke(frame);
            return Flow.Next;
        };
    }

    private Execute CompileFromImport(FromImport node, Scope scope)
    {
        Func<Frame, ModuleValue> module = CompileModule(node.Template, node.WithContext, node.At, scope);
        (int line, _) = context.Template.Source.Position(node.At);
        string place = context.Template.Name is { } own ? $"line {line} in {Reprs.Of(own)}" : $"line {line}";
        (string Name, Action<Frame, object?> Assign)[] names =
            [.. node.Names.Select(name => (name.Name, TargetCompiler.Compile(new Name(name.Alias, NameRole.Store, node.At), scope)))];
        Action<Frame>? export = TargetCompiler.CompileExport([.. node.Names.Select(name => name.Alias).Distinct()], scope, exported: false);
        return frame =>
        {
            ModuleValue imported = module(frame);
            foreach ((string name, Action<Frame, object?> assign) in names)
                assign(frame, imported.Exports.TryGetValue(name, out object? value) ? value : new JinjaUndefined(
                    frame.State.Environment.Undefined,
                    $"the template {Reprs.Of(imported.Name)} (imported on {place}) does not export the requested name {Reprs.Of(name)}",
                    Missing.Value, name));
            export?.Invoke(frame);
            return Flow.Next;
        };
    }
}
