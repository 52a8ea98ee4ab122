#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds the module into module/bin, tests it, or cleans up.
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    # Build makes module/bin; Test builds and runs the tests of dotnet and of Pester; Help writes the help file anew from
    # module/help; Clean removes what builds have made.
    [ValidateSet('Build', 'Test', 'Help', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$solution = Join-Path $PSScriptRoot BatchWorkflow.sln

function Invoke-Build {
    dotnet build $solution --configuration $Configuration
}

function Invoke-PesterTest {
    $pester = Get-Module Pester -ListAvailable | Where-Object Version -GE 5.5 | Sort-Object Version -Descending | Select-Object -First 1
    if (-not $pester) {
        throw 'Pester 5.5 or later is needed for tests/Pester: Install-PSResource Pester -TrustRepository'
    }
    # A session keeps the assemblies that it has loaded, so the tests get one of their own.
    $run = {
        param($pester, $tests)
        Import-Module $pester
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = $tests
        $configuration.Run.Exit = $true
        $configuration.Output.Verbosity = 'Detailed'
        Invoke-Pester -Configuration $configuration
    }
    pwsh -NoProfile -Command $run -args $pester.Path, (Join-Path $PSScriptRoot tests/Pester)
}

switch ($Task) {
    'Build' {
        Invoke-Build
    }
    'Test' {
        Invoke-Build
        dotnet test --solution $solution --no-build --configuration $Configuration
        Invoke-PesterTest
    }
    'Help' {
        $env:BATCHWORKFLOW_WRITE_HELP = '1'
        try {
            dotnet test --project (Join-Path $PSScriptRoot tests/BatchWorkflow.PowerShell.Tests) --configuration $Configuration --filter-method *HelpFile_AsShipped*
        }
        finally {
            $env:BATCHWORKFLOW_WRITE_HELP = $null
        }
    }
    'Clean' {
        dotnet clean $solution --configuration $Configuration --verbosity quiet
        Remove-Item (Join-Path $PSScriptRoot module/bin) -Recurse -Force -ErrorAction Ignore
    }
}
