using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Syntax;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Compiling;

/// <summary>What the parts of the compiler share while they compile one template.</summary>
internal sealed class CompilerContext
{
    internal CompilerContext(JinjaEnvironment environment, CompiledTemplate template)
    {
        (Environment, Template) = (environment, template);
        Expressions = new ExpressionCompiler(this);
        Statements = new StatementCompiler(this);
    }

    internal JinjaEnvironment Environment { get; }

    internal CompiledTemplate Template { get; }

    internal ExpressionCompiler Expressions { get; }

    internal StatementCompiler Statements { get; }

    /// <summary>Constants are sliced somewhere in the template.</summary>
    internal bool HasSlices { get; init; }

    /// <summary>The template extends another for sure from here on: nothing more of its root is printed.</summary>
    internal bool ExtendsForSure { get; set; }

    internal int ExtendsSoFar { get; set; }

    /// <summary>The first break or continue outside of a loop: told only when nothing else is wrong, as Python finds it last.</summary>
    internal JinjaException? Misplaced { get; set; }

    internal JinjaException Fail(string message, int at) => JinjaException.Assertion(message, Template.Source, at);

    /// <summary>The scope that has a name; a name that no scope was told of is a problem, as in Jinja2, whose filters of <c>set</c> blocks see only names that are used before.</summary>
    internal Symbols Owner(Scope scope, string name, int at)
    {
        if (scope.Symbols.Find(name) is { } owner)
            return owner;
        JinjaException unknown = Error.Assertion($"Tried to resolve a name to a reference that was unknown to the frame ({Reprs.Of(name)})");
        unknown.Locate(Template.Source, at);
        throw unknown;
    }

    internal void Use(Name name, Scope scope, string[] path)
    {
        if (scope.Symbols.Find(name.Identifier)?.ComesFromContext(name.Identifier) == true)
            Template.Uses.Add((name.Identifier, path, name.At));
    }
}
