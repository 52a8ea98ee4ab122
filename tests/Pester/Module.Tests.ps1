BeforeAll {
    $manifest = Join-Path $PSScriptRoot '../../BatchWorkflow.psd1'
    $pwsh = Join-Path $PSHOME pwsh
}

Describe 'The module' {
    It 'exports what its manifest lists' {
        $listed = (Test-ModuleManifest $manifest).ExportedCmdlets.Keys | Sort-Object
        & $pwsh -NoProfile -Command "Import-Module '$manifest'; (Get-Command -Module BatchWorkflow).Name" | Sort-Object | Should -Be $listed
    }

    It 'starts no job and no timer by being imported' {
        & $pwsh -NoProfile -Command @"
            `$timers = [Threading.Timer]::ActiveCount
            Import-Module '$manifest'
            [Threading.Timer]::ActiveCount - `$timers
            @(Get-Job).Count
"@ | Should -Be 0, 0
    }

    It 'starts no thread of its own by being imported' -Skip:(-not $IsLinux) {
        # The runtime's own threads, which come and go, have names that begin with .NET.
        & $pwsh -NoProfile -Command @"
            function Get-OwnThread { Get-ChildItem /proc/`$PID/task | Where-Object { (Get-Content "`$_/comm" -ErrorAction Ignore) -notlike '.NET*' } }
            `$before = @(Get-OwnThread).Count
            Import-Module '$manifest'
            @(Get-OwnThread).Count - `$before
"@ | Should -Be 0
    }

    It 'can be removed and imported again' {
        & $pwsh -NoProfile -Command "Import-Module '$manifest'; Remove-Module BatchWorkflow; Import-Module '$manifest'; (Get-BatchProvider local).Name" | Should -Be local
    }

    It 'can be imported again by force' {
        & $pwsh -NoProfile -Command "Import-Module '$manifest'; Import-Module '$manifest' -Force; (Get-BatchProvider local).Name" | Should -Be local
    }

    It 'works in runspaces beside each other' {
        & $pwsh -NoProfile -Command "1..3 | ForEach-Object -Parallel { Import-Module '$manifest'; (Get-BatchProvider local).Name }" | Should -Be local, local, local
    }

    It 'keeps its libraries out of the default load context' {
        & $pwsh -NoProfile -Command "Import-Module '$manifest'; [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name -match '^(BatchWorkflow|YamlDotNet|Polly|Serilog)' | Sort-Object" |
            Should -Be BatchWorkflow.Abstractions, BatchWorkflow.Loader
    }

    It 'has help for each cmdlet and parameter' {
        & $pwsh -NoProfile -Command @"
            Import-Module '$manifest'
            foreach (`$command in Get-Command -Module BatchWorkflow) {
                `$help = Get-Help `$command -Full
                if (-not `$help.description -or @(`$help.examples.example).Count -lt 2) { `$command.Name }
                `$help.parameters.parameter.Where({ -not `$_.description -and `$_.name -notin 'WhatIf', 'Confirm' }).ForEach({ "`$(`$command.Name) -`$(`$_.name)" })
            }
"@ | Should -BeNullOrEmpty
    }

    It 'parts the examples of its help by a blank line' {
        & $pwsh -NoProfile -Command "Import-Module '$manifest'; Get-Help Get-BatchStatus -Examples | Out-String" | Out-String |
            Should -Match '\n\s*\n[^\n]*Example 2:'
    }

    It 'passes the script analyzer' -Skip:(-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
        $root = Join-Path $PSScriptRoot '../..'
        # Pester's blocks hand variables on to each other.
        $excluded = 'PSUseDeclaredVarsMoreThanAssignments'
        Get-ChildItem $root/BatchWorkflow.psd1, $root/build.ps1, $root/module/BatchWorkflow.psm1, $PSScriptRoot/*.ps1 |
            ForEach-Object { Invoke-ScriptAnalyzer $_.FullName -ExcludeRule $excluded } | Should -BeNullOrEmpty
    }
}
