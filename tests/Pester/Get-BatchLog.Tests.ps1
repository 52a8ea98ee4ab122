BeforeAll {
    . $PSScriptRoot/Session.ps1
    $file = New-SampleWorkflow -Create 'echo a line of the script'
    $id = (Submit-BatchWorkflow $file).Id
}

Describe 'Get-BatchLog' {
    It 'reads the lines of a run' {
        (Get-BatchLog $id).Message | Should -Contain 'a line of the script'
    }

    It 'keeps to an operation, a level and a tail' {
        (Get-BatchLog $id -Operation make).Operation | Sort-Object -Unique | Should -Be make
        Get-BatchLog $id -Level Error | Should -BeNullOrEmpty
        @(Get-BatchLog $id -Tail 2).Count | Should -Be 2
    }

    It 'takes the newest run of the folder and says so' {
        Push-Location (Split-Path $file)
        try {
            (Get-BatchLog -InformationVariable lines 6>$null).RunId | Sort-Object -Unique | Should -Be $id
            "$lines" | Should -BeLike "*$id*"
        }
        finally { Pop-Location }
    }

    It 'says that a folder has no runs' {
        Push-Location $TestDrive
        try { { Get-BatchLog -ErrorAction Stop } | Should -Throw -ErrorId 'BatchWorkflow.Run.NotFound,*' } finally { Pop-Location }
    }
}
